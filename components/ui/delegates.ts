const copiedMs = 1400;

/** Serves `[data-copy]`: puts its text on the clipboard and marks it as done for a moment. */
export function copyFrom(target: Element): void {
  const button = target.closest<HTMLElement>("[data-copy]");
  const text = button?.dataset.copy;
  if (button === null || text === undefined) return;
  navigator.clipboard.writeText(text).then(
    () => {
      button.dataset.copied = "";
      announce("Copied");
      setTimeout(() => {
        delete button.dataset.copied;
      }, copiedMs);
    },
    // Without the right to write (an insecure address) the text is selected, ready for the keyboard.
    () => window.getSelection()?.selectAllChildren(button),
  );
}

function announce(words: string): void {
  const region = document.getElementById("announcements");
  if (region !== null) region.textContent = words;
}

/** Opens the native dialog with this id; nothing happens where there is none. */
function openDialog(id: string): void {
  const dialog = document.getElementById(id);
  if (dialog instanceof HTMLDialogElement && !dialog.open) dialog.showModal();
}

/** Serves `[data-dialog]` and `[data-dialog-close]`, and a click on the backdrop where `closedby` is not known. */
export function serveDialog(target: Element): void {
  const opener = target.closest<HTMLElement>("[data-dialog]");
  if (opener?.dataset.dialog !== undefined) openDialog(opener.dataset.dialog);
  const dialog = target.closest("dialog");
  if (dialog === null) return;
  if (target.closest("[data-dialog-close]") !== null || (target === dialog && !("closedBy" in dialog))) dialog.close();
}

/** A file that falls beside the places for files is not opened in the stead of the page. */
export function keepPage(event: DragEvent): void {
  const { target, dataTransfer, defaultPrevented } = event;
  const isField = target instanceof HTMLInputElement && target.type === "file";
  if (defaultPrevented || isField || dataTransfer?.types.includes("Files") !== true) return;
  event.preventDefault();
  dataTransfer.dropEffect = "none";
}
