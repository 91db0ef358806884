/** The words of every calculator, in both languages; those of one calculator are in its spec. */
import type { Language } from '../../language.ts';

const zh = {
  inputs: '输入',
  results: '结果',
  presets: '现成的数',
  reset: '恢复原值',
  how: '怎样算',
  sources: '来源',
  stays: '结果仍按上一个数算。',
  placeholder: '占位',
  placeholders: '标有“占位”的价格和工资只是占位的数，请换成你自己的；货币由你定，前后一致就行。',
  slider: (label: string) => `${label}，滑块`,
  live: (label: string, value: string) => `${label}：${value}`,
  tone: { good: '✓', warn: '!', bad: '✗', plain: '' },
  share: '复制这组数的链接',
  shared: '链接已复制。',
  shareFailed: '剪贴板用不了，请手动复制：',
  showTable: '曲线的数据表',
};

const en: typeof zh = {
  inputs: 'Inputs',
  results: 'Results',
  presets: 'Known cases',
  reset: 'Reset',
  how: 'How it is computed',
  sources: 'Sources',
  stays: 'The results still use the last one.',
  placeholder: 'placeholder',
  placeholders:
    'Prices and wages marked “placeholder” only hold a place: put in your own. The currency is yours, as long as it is one.',
  slider: (label) => `${label}, slider`,
  live: (label, value) => `${label}: ${value}`,
  tone: { good: '✓', warn: '!', bad: '✗', plain: '' },
  share: 'Copy a link to these numbers',
  shared: 'Link copied.',
  shareFailed: 'The clipboard is not available; copy it by hand:',
  showTable: 'The curve as a table',
};

export type CalculatorText = typeof zh;

export const calculatorText: Readonly<Record<Language, CalculatorText>> = { zh, en };
