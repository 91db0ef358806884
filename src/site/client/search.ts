/** The search dialog: loads Pagefind when it opens and lists the sections that match. */

interface Result {
  data(): Promise<{
    readonly url: string;
    readonly excerpt: string;
    readonly meta: { readonly title?: string };
    readonly sub_results: readonly {
      readonly title: string;
      readonly url: string;
      readonly excerpt: string;
    }[];
  }>;
}

interface Pagefind {
  init(): Promise<void>;
  debouncedSearch(
    query: string,
    options: object,
    delay: number,
  ): Promise<{ results: Result[] } | null>;
}

const shown = 8;
const sectionsPerPage = 3;

class SiteSearch extends HTMLElement {
  private pagefind: Promise<Pagefind> | undefined;

  connectedCallback(): void {
    const open = this.querySelector<HTMLButtonElement>('button.open');
    const dialog = this.querySelector('dialog');
    const input = this.querySelector('input');
    if (open === null || dialog === null || input === null) return;
    const show = () => {
      dialog.showModal();
      input.select();
      this.pagefind ??= load();
    };
    open.disabled = false;
    open.addEventListener('click', show);
    this.querySelector('button.close')?.addEventListener('click', () => dialog.close());
    dialog.addEventListener('click', (event) => {
      const onLink = event.target instanceof Element && event.target.closest('a') !== null;
      if (event.target === dialog || onLink) dialog.close();
    });
    window.addEventListener('keydown', (event) => {
      if (!(event.ctrlKey || event.metaKey) || event.key !== 'k') return;
      event.preventDefault();
      if (dialog.open) dialog.close();
      else show();
    });
    input.addEventListener('input', () => void this.search(input.value.trim()));
  }

  private async search(query: string): Promise<void> {
    const status = this.querySelector('.status');
    const list = this.querySelector('.results');
    if (status === null || list === null) return;
    if (query === '') {
      status.textContent = '';
      list.replaceChildren();
      return;
    }
    try {
      const pagefind = await (this.pagefind ??= load());
      const found = await pagefind.debouncedSearch(query, {}, 150);
      if (found === null) return;
      const pages = await Promise.all(found.results.slice(0, shown).map((one) => one.data()));
      const sections = pages.flatMap((page) =>
        page.sub_results.slice(0, sectionsPerPage).map((part) => ({
          ...part,
          page: page.meta.title ?? '',
        })),
      );
      status.textContent =
        sections.length === 0
          ? (this.dataset['none'] ?? '')
          : `${sections.length} ${this.dataset['some'] ?? ''}`;
      list.replaceChildren(...sections.map(item));
    } catch {
      status.textContent = this.dataset['failed'] ?? '';
    }
  }
}

function item(part: { title: string; url: string; excerpt: string; page: string }): HTMLElement {
  const link = document.createElement('a');
  link.href = part.url;
  link.textContent = part.title === part.page ? part.title : `${part.page} · ${part.title}`;
  const excerpt = document.createElement('p');
  // Pagefind escapes the page's text and adds only <mark>.
  excerpt.innerHTML = part.excerpt;
  const entry = document.createElement('li');
  entry.append(link, excerpt);
  return entry;
}

async function load(): Promise<Pagefind> {
  const address = '/pagefind/pagefind.js';
  const pagefind = (await import(/* @vite-ignore */ address)) as Pagefind;
  await pagefind.init();
  return pagefind;
}

customElements.define('site-search', SiteSearch);
