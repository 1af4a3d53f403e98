import type { HandlerServices } from "@/lib/hooks/handler-context";
import { targetHandlerServices } from "@/lib/targets/possible-duplicates";

/** What the domains give to hook handlers. */
export const handlerServices: HandlerServices = targetHandlerServices;
