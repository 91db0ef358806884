/**
 * What was typed, moved or chosen in a demo before it was alive. Hydration compares the page with what
 * the component renders, and starts afresh where they differ, so it gets the server's page, and the
 * reader's changes are made again afterwards.
 */

/** Makes the change again; `null` where there was none. */
type Again = (() => void) | null;

/**
 * Puts every control of the host back to what the server wrote.
 * @returns makes the reader's changes again, each with its events
 */
export function takeBack(host: HTMLElement): () => void {
  const restoreCaret = keepCaret(host);
  const changes: (() => void)[] = [];
  for (const control of host.querySelectorAll('input, select, textarea')) {
    const again = takeBackOne(control);
    if (again === null) continue;
    changes.push(() => {
      again();
      announce(control);
    });
  }
  return () => {
    for (const change of changes) change();
    restoreCaret();
  };
}

/** Hydration takes the `value` attribute away, which moves the caret and drops what is selected. */
function keepCaret(host: HTMLElement): () => void {
  const field = document.activeElement;
  const isText = field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement;
  if (!isText || !host.contains(field)) return () => {};
  const { selectionStart, selectionEnd } = field;
  return () => {
    // Sliders have no caret.
    if (selectionStart !== null) field.setSelectionRange(selectionStart, selectionEnd);
  };
}

function takeBackOne(control: Element): Again {
  if (control instanceof HTMLSelectElement) return takeBackChoice(control);
  if (control instanceof HTMLTextAreaElement) return takeBackText(control);
  if (!(control instanceof HTMLInputElement) || control.type === 'file') return null;
  return control.type === 'checkbox' ? takeBackCheck(control) : takeBackText(control);
}

function takeBackChoice(select: HTMLSelectElement): Again {
  const { selectedIndex } = select;
  const written = [...select.options].findIndex((option) => option.defaultSelected);
  const original = Math.max(written, 0);
  if (selectedIndex === original) return null;
  select.selectedIndex = original;
  return () => (select.selectedIndex = selectedIndex);
}

function takeBackCheck(box: HTMLInputElement): Again {
  const { checked, defaultChecked } = box;
  if (checked === defaultChecked) return null;
  box.checked = defaultChecked;
  return () => (box.checked = checked);
}

function takeBackText(field: HTMLInputElement | HTMLTextAreaElement): Again {
  const { value, defaultValue } = field;
  if (value === defaultValue) return null;
  field.value = defaultValue;
  // A slider rounds what the server wrote, which is no change.
  if (field.value === value) return null;
  return () => (field.value = value);
}

/** The events of a changed control. A text that is still being typed changes when it is left. */
function announce(control: Element): void {
  control.dispatchEvent(new Event('input', { bubbles: true }));
  const change = (): boolean => control.dispatchEvent(new Event('change', { bubbles: true }));
  const isTyping = control.matches(':is(textarea, [type="text"]):focus');
  if (isTyping) control.addEventListener('blur', change, { once: true });
  else change();
}
