"use client";

import dynamic from "next/dynamic";
import { SkeletonRows } from "@/components/ui/states";

/** Forms and plots come with the view that shows them, not with every target page. */

const loading = () => <SkeletonRows rows={4} label="Loading the form" />;

export const PointForm = dynamic(() => import("./detail-point-form").then((module) => module.PointForm), { loading });
export const PasteForm = dynamic(() => import("./detail-paste-form").then((module) => module.PasteForm), { loading });
export const CommentForm = dynamic(() => import("./detail-comment-form").then((module) => module.CommentForm), {
  loading,
});
export const RedshiftForm = dynamic(() => import("./detail-entry-forms").then((module) => module.RedshiftForm), {
  loading,
});
export const ClassificationForm = dynamic(
  () => import("./detail-entry-forms").then((module) => module.ClassificationForm),
  { loading },
);
export const AccessForm = dynamic(() => import("./detail-access-form").then((module) => module.AccessForm), {
  loading,
});
export const Spectrum = dynamic(
  () => import("@/components/plots/spectrum/spectrum").then((module) => module.Spectrum),
  {
    loading: () => <SkeletonRows rows={12} label="Loading the spectrum" />,
  },
);
