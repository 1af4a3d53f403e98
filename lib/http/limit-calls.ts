import { TomError } from "@/lib/core/errors";
import type { HttpClient } from "./types";

/** The same client for at most `calls` requests: what one object may cost a service. */
export function limitCalls(http: HttpClient, calls: number, service: string): HttpClient {
  let left = calls;
  return {
    async request(request) {
      if (left <= 0) throw new TomError("LIMIT_EXCEEDED", `More than ${calls} requests to ${service} for one object.`);
      left -= 1;
      return http.request(request);
    },
  };
}
