/** The bug museum: code that is wrong, run beside code that is right. Its figure is `Museum.astro`; what sleeps in it is one exhibit. */
import { defineDemo, type Load } from '../island/define.ts';

export const load: Load = () => import('./Exhibit.svelte');

export default defineDemo({
  id: 'museum',
  page: 'lab/museum',
  figure: 'L.3',
  name: { zh: '错误博物馆', en: 'The bug museum' },
  teaches: {
    zh: '二十四件展品：坏的代码和改好的代码并排，按一下就在页面里运行，看报错或看那个错的数。',
    en: 'Twenty-four exhibits: broken code beside its mended version. Press a button to run both in the page and see the error, or the wrong number.',
  },
  load,
});
