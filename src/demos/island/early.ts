/**
 * What the reader did in a part of the page before it could answer: while the page's scripts were on
 * their way, and while a demo was being fetched. A press is kept and made again; this stands in the
 * head of every page. What was typed, moved or chosen stays in the page until hydration (`take-back.ts`).
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
