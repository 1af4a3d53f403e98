/** What a toast says. `href` offers one way on, e.g. to what was made. */
export type ToastMessage = { text: string; tone?: "info" | "bad"; href?: string; hrefLabel?: string };

export const toastEvent = "tom:toast";

/** Says something in passing from any island; `DocumentIslands` shows it. Never the only place of an error. */
export const toast = (message: ToastMessage): void => {
  document.dispatchEvent(new CustomEvent<ToastMessage>(toastEvent, { detail: message }));
};
