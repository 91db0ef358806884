/**
 * A demo stands in the page as plain HTML until the reader reaches for it: only then are Svelte and
 * the panel fetched. What was pressed, typed or chosen meanwhile is done once the panel is alive.
 */
import type { Language } from '../../language.ts';
import { reload, renewed, whyNotLoaded } from '../../loading.ts';
import { addressedTo, firstOnPage } from './address.ts';
import type { DemoProps, Load } from './define.ts';
import { asleep, awoke, stayedAsleep } from './early.ts';

const signs = ['pointerover', 'pointerdown', 'focusin', 'input', 'change'] as const;

/** Defines the element that holds a demo rendered by the server. */
export function defineIsland(loads: ReadonlyMap<string, Load>): void {
  class Island extends HTMLElement {
    #loading: Promise<void> | null = null;
    #complaint: HTMLElement | null = null;
    readonly #onSign = (): void => void this.#wake();

    connectedCallback(): void {
      for (const sign of signs) this.addEventListener(sign, this.#onSign);
      const { eager, figure = '' } = this.dataset;
      const said = addressedTo(new URL(location.href), figure, firstOnPage());
      if (eager !== undefined || said !== null) void this.#wake();
    }

    get #language(): Language {
      return this.dataset['language'] === 'en' ? 'en' : 'zh';
    }

    #wake(): Promise<void> {
      this.#loading ??= this.#hydrate().catch(() => {
        this.#loading = null;
        this.dispatchEvent(new Event(stayedAsleep, { bubbles: true }));
        return this.#complain();
      });
      return this.#loading;
    }

    async #hydrate(): Promise<void> {
      const { demo = '', figure = '', preset = '' } = this.dataset;
      const [id = '', variant = ''] = demo.split('/');
      const load = loads.get(id);
      if (load === undefined) throw new Error(`There is no demo called “${id}”.`);
      const [{ flushSync, hydrate }, { takeBack }, loaded] = await Promise.all([
        import('svelte'),
        import('./take-back.ts'),
        load(variant),
      ]);
      const props: DemoProps = { language: this.#language, figure, preset };
      const makeAgain = takeBack(this);
      hydrate(loaded.default, { target: this, props: { ...props, ...loaded.extra } });
      flushSync();
      makeAgain();
      for (const sign of signs) this.removeEventListener(sign, this.#onSign);
      this.#complaint?.remove();
      this.removeAttribute(asleep);
      this.dispatchEvent(new Event(awoke, { bubbles: true }));
    }

    /** Says, once, why the demo did not come, and how to go on. */
    async #complain(): Promise<void> {
      const { code, localised } = await whyNotLoaded();
      this.#complaint?.remove();
      const message = document.createElement('p');
      message.setAttribute('role', 'alert');
      message.textContent = localised[this.#language];
      if (code === renewed) {
        const button = document.createElement('button');
        button.type = 'button';
        button.textContent = reload[this.#language];
        button.addEventListener('click', () => location.reload());
        message.append(' ', button);
      }
      this.#complaint = message;
      this.after(message);
    }
  }
  customElements.define('demo-island', Island);
}
