/** The smallest run: one sentence learned by heart, in the page's language unless a preset names the other. */
import { defineDemo, type Load } from '../island/define.ts';

export const load: Load = () => import('./Memorise.svelte');

export default defineDemo({
  id: 'memorise',
  page: 'index',
  figure: '0.1',
  name: { zh: '背一句话', en: 'One sentence by heart' },
  teaches: {
    zh: '最小的一次训练：一个两层的小解码器，几秒钟背下一句七个字的话。',
    en: 'The smallest run there is: a decoder of two layers learns a sentence of seven characters by heart in seconds.',
  },
  usual: (language) =>
    `task=memorise&sentence=${language}&layers=2&d=32&heads=2&context=7&batch=8&steps=150&lr=0.01`,
  load,
});
