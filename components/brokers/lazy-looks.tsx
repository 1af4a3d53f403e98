"use client";

import dynamic from "next/dynamic";
import { SkeletonRows } from "@/components/ui/states";

/** Comes with the view that asks brokers, not with every target page. */
export const LazyBrokerLooks = dynamic(() => import("./broker-looks").then((module) => module.BrokerLooks), {
  loading: () => <SkeletonRows rows={4} label="Loading what brokers say" />,
});
