/** Scores become probabilities, and a temperature says how decided they are. */
import { defineDemo, type Load } from '../island/define.ts';

export const load: Load = () => import('./Softmax.svelte');

export default defineDemo({
  id: 'softmax',
  page: '03-mathematics',
  figure: '3.4',
  name: { zh: 'softmax 与温度', en: 'Softmax and temperature' },
  teaches: {
    zh: '拖动四个得分和温度，看概率怎样从独热变成均匀；给所有得分同加一个数，什么也不变。',
    en: 'Drag four scores and a temperature and watch the probabilities go from one-hot to uniform; a number added to every score changes nothing.',
  },
  symbols: {
    p: { zh: 'p，概率', en: 'p, the probability' },
    z: { zh: 'z，得分', en: 'z, the score' },
    m: { zh: 'm，最大的得分', en: 'm, the largest score' },
    T: { zh: 'τ，温度', en: 'τ, the temperature' },
    sum: { zh: '分母，各项之和', en: 'the denominator, a sum' },
  },
  withoutScript: {
    zh: '下面是一组得分算好的结果；打开 JavaScript 之后刷新本页，就能拖动。',
    en: 'These are the results for one set of scores. Switch on JavaScript and reload the page to drag them.',
  },
  load,
});
