/**
 * The filter above the resource list: reads the controls, hides what does not pass, counts, and
 * keeps the address in step so that a filtered list can be linked.
 */
import {
  chosenFields,
  emptyFilter,
  filterOfQuery,
  isEmpty,
  passes,
  queryOfFilter,
  type ChosenField,
  type FilterableResource,
  type ResourceFilter,
} from '../resource-filter.ts';

class ResourceList extends HTMLElement {
  private entries: { readonly element: HTMLElement; readonly resource: FilterableResource }[] = [];

  connectedCallback(): void {
    const form = this.querySelector('form');
    if (form === null) return;
    this.entries = [...this.querySelectorAll<HTMLElement>('.entry')].map((element) => ({
      element,
      resource: {
        level: element.dataset['level'] ?? '',
        languages: (element.dataset['languages'] ?? '').split(' '),
        price: element.dataset['price'] ?? '',
        topics: (element.dataset['topics'] ?? '').split(' '),
        text: element.textContent,
      },
    }));
    form.addEventListener('submit', (event) => event.preventDefault());
    form.addEventListener('input', () => this.show(this.read()));
    for (const button of this.querySelectorAll('button.clear')) {
      button.addEventListener('click', () => {
        this.write(emptyFilter);
        this.show(emptyFilter);
        this.text()?.focus();
      });
    }
    const asked = filterOfQuery(new URLSearchParams(location.search), this.choices());
    this.write(asked);
    if (!isEmpty(asked)) this.show(asked);
  }

  private select(field: ChosenField): HTMLSelectElement | null {
    return this.querySelector(`select[name="${field}"]`);
  }

  private text(): HTMLInputElement | null {
    return this.querySelector('input[type="search"]');
  }

  private choices(): Record<ChosenField, string[]> {
    const of = (field: ChosenField) =>
      [...(this.select(field)?.options ?? [])].map(({ value }) => value);
    return {
      level: of('level'),
      language: of('language'),
      price: of('price'),
      topic: of('topic'),
    };
  }

  private read(): ResourceFilter {
    const of = (field: ChosenField) => this.select(field)?.value ?? '';
    return {
      level: of('level'),
      language: of('language'),
      price: of('price'),
      topic: of('topic'),
      text: this.text()?.value ?? '',
    };
  }

  private write(filter: ResourceFilter): void {
    for (const field of chosenFields) {
      const select = this.select(field);
      if (select !== null) select.value = filter[field];
    }
    const text = this.text();
    if (text !== null) text.value = filter.text;
  }

  private show(filter: ResourceFilter): void {
    let shown = 0;
    for (const { element, resource } of this.entries) {
      element.hidden = !passes(resource, filter);
      if (!element.hidden) shown += 1;
    }
    for (const group of this.querySelectorAll<HTMLElement>('.group')) {
      const left = group.querySelectorAll('.entry:not([hidden])').length;
      group.hidden = left === 0;
      const count = group.querySelector('.group-count');
      if (count !== null) count.textContent = String(left);
    }
    const status = this.querySelector('.status');
    if (status !== null) {
      status.textContent = (this.dataset['count'] ?? '')
        .replace('{shown}', String(shown))
        .replace('{all}', String(this.entries.length));
    }
    const none = this.querySelector<HTMLElement>('.none');
    if (none !== null) none.hidden = shown > 0;
    const clear = this.querySelector<HTMLButtonElement>('.bar .clear');
    if (clear !== null) clear.disabled = isEmpty(filter);
    const query = queryOfFilter(filter, new URLSearchParams(location.search)).toString();
    history.replaceState(
      history.state,
      '',
      `${location.pathname}${query === '' ? '' : `?${query}`}${location.hash}`,
    );
  }
}

customElements.define('resource-list', ResourceList);
