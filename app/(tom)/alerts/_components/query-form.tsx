"use client";

import { useEffect, useState } from "react";
import { Skeleton } from "@/components/ui/states";
import type { QueryModule } from "@/lib/brokers/contract-query";
import { queryForms } from "@/lib/brokers/query-forms";
import { QueryFields } from "./query-fields";

export type QueryFormProps = {
  brokerId: string;
  groups: readonly { id: string; name: string }[];
  /** The query to change; null makes a new one. */
  query: { id: string; version: number; name: string; groupId: string; schedule: string } | null;
  /** Texts of fields to begin with. */
  given: Readonly<Record<string, string>>;
};

/** A broker's query form. Only this broker's fields are loaded, when the form is shown. */
export function QueryForm(props: QueryFormProps) {
  const [loaded, setLoaded] = useState<QueryModule | null>(null);
  useEffect(() => {
    let wanted = true;
    queryForms[props.brokerId]?.().then((module) => {
      if (wanted) setLoaded(module);
    });
    return () => {
      wanted = false;
    };
  }, [props.brokerId]);
  return loaded === null ? (
    <Skeleton heightPx={640} label="Loading the form" />
  ) : (
    <QueryFields {...props} form={loaded.queryForm} />
  );
}
