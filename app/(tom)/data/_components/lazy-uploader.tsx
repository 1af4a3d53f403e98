"use client";

import dynamic from "next/dynamic";
import { Skeleton } from "@/components/ui/states";

/** Comes with the view that shows it. */
export const Uploader = dynamic(() => import("./uploader").then((module) => module.Uploader), {
  loading: () => <Skeleton heightPx={180} label="Loading the upload" />,
});
