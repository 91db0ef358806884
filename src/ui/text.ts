/** The words of the shared parts, in both languages. */
import type { Language } from '../language.ts';

const zh = {
  step: '步',
  training: '训练损失（最近 20 步均值）',
  trainingRaw: '逐点',
  heldOut: '留出集损失',
  showTable: '表格视图',
  showCurve: '曲线视图',
  showMap: '图形视图',
  curveCaption: '损失随步数的变化',
  curveEmpty: '训练开始后，损失曲线画在这里。',
  curveLabel: (last: string) => `损失曲线；最近 20 步的均值为 ${last}。表格视图里可以逐行读。`,
  remove: (label: string) => `移除曲线：${label}`,
  atStep: (step: string, values: string) => `第 ${step} 步：${values}`,
  mapLabel: (rows: number, columns: number) =>
    `注意力图，${rows} 行 ${columns} 列；方向键逐格读数，回车读这一行看得最多的一格`,
  mapCell: (row: string, column: string, weight: string) => `“${row}”看“${column}”：${weight}`,
  mapHint: '指向一格，或用方向键，读出权重。',
  mapScale: '颜色越浓，看得越多',
  layer: '层',
  head: '头',
  mean: '各头平均',
  mapTable: '注意力权重：每行之和为 1',
  input: '输入',
  output: '模型写出',
  expected: '应为',
  right: '正确',
  wrong: '错误',
  showAttention: (input: string) => `看“${input}”的注意力`,
  locked: '已锁定',
};

const en: typeof zh = {
  step: 'Step',
  training: 'Training loss (mean of the last 20 steps)',
  trainingRaw: 'single readings',
  heldOut: 'Held-out loss',
  showTable: 'Table view',
  showCurve: 'Curve view',
  showMap: 'Picture view',
  curveCaption: 'Loss by step',
  curveEmpty: 'The loss curve is drawn here once training begins.',
  curveLabel: (last) =>
    `Loss curve; the mean of the last 20 steps is ${last}. The table view can be read row by row.`,
  remove: (label) => `Remove the curve: ${label}`,
  atStep: (step, values) => `Step ${step}: ${values}`,
  mapLabel: (rows, columns) =>
    `Attention map, ${rows} rows by ${columns} columns; the arrow keys read the cells, Enter the one that this row looks at most`,
  mapCell: (row, column, weight) => `“${row}” looks at “${column}”: ${weight}`,
  mapHint: 'Point at a cell, or use the arrow keys, to read its weight.',
  mapScale: 'the stronger the colour, the more it looks',
  layer: 'Layer',
  head: 'Head',
  mean: 'mean of all heads',
  mapTable: 'Attention weights; each row sums to 1',
  input: 'Input',
  output: 'The model wrote',
  expected: 'Should be',
  right: 'right',
  wrong: 'wrong',
  showAttention: (input) => `Show the attention on “${input}”`,
  locked: 'locked',
};

export type UiText = typeof zh;

export const uiText: Readonly<Record<Language, UiText>> = { zh, en };
