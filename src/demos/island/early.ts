/**
 * What the reader did in a part of the page before it could answer: while the page's scripts were on
 * their way, and while a demo was being fetched. A press is kept and made again (`keepEarly`, which
 * stands in the head of every page). What was typed, moved or chosen stays in the page; but hydration
 * compares the page with what the component renders, and starts afresh where they differ, so it gets
 * the server's page, and the reader's changes are made again afterwards (`takeBack`).
 */

/** The attribute of an element whose demo has not been fetched. */
export const asleep = 'data-asleep';
/** What such an element tells the page. */
export const awoke = 'awoke';
export const stayedAsleep = 'stayed-asleep';

const kinds = ['click', 'input', 'focusin'] as const;

interface Kept {
  readonly host: Element;
  readonly target: Element;
  readonly type: string;
}

/**
 * Keeps what is pressed, changed or focused in elements that are not defined yet, and what is pressed
 * in demos that sleep, until they can be told.
 * @param complain says that a part of the page did not come
 * @returns to be called once the page's scripts have come or failed
 */
export function keepEarly(complain: (host: Element) => void): () => void {
  let kept: Kept[] = [];
  let haveCome = false;
  const isAsleep = (host: Element): boolean => host.hasAttribute(asleep);
  const isDefined = (host: Element): boolean => host.matches(':defined');

  const tell = ({ host, target, type }: Kept): void => {
    const isPress = type === 'click';
    if (isPress && !isDefined(host)) complain(host);
    else if (isPress && target instanceof HTMLElement) target.click();
    else target.dispatchEvent(new Event(type, { bubbles: true }));
  };
  /** Tells at once, or once the demo is awake. */
  const settle = (one: Kept): void => {
    if (one.type !== 'click' || !isDefined(one.host) || !isAsleep(one.host)) return tell(one);
    kept.push(one);
    one.host.dispatchEvent(new Event('pointerdown'));
  };
  const keep = (event: Event): void => {
    const { target, type } = event;
    if (!(target instanceof Element)) return;
    const host = target.closest(`:not(:defined), [${asleep}]`);
    if (host === null) return;
    const isPress = type === 'click';
    const told = isPress ? target.closest('button, summary') : target;
    if (told === null) return;
    if (isPress) {
      event.preventDefault();
      event.stopPropagation();
    } else if (haveCome || isDefined(host)) return;
    const one = { host, target: told, type };
    if (haveCome) settle(one);
    else kept.push(one);
  };
  for (const kind of kinds) addEventListener(kind, keep, true);

  /** Takes out what was kept for an element. */
  const takeOut = ({ target }: Event): Kept[] => {
    const those = kept.filter(({ host }) => host === target);
    kept = kept.filter(({ host }) => host !== target);
    return those;
  };
  addEventListener(awoke, (event) => takeOut(event).forEach(tell));
  addEventListener(stayedAsleep, (event) => void takeOut(event));

  return () => {
    haveCome = true;
    kept.splice(0).forEach(settle);
  };
}

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
