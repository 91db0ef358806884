/** The gross margin of a company that sells five different things. */
import { blendedMargin } from '../../../economics/unit-economics.ts';
import { percent } from '../shared.ts';
import { defineCalculator } from '../spec.ts';

const offers = [
  { id: 'product', label: { zh: '产品与服务', en: 'Products and services' } },
  { id: 'solution', label: { zh: '解决方案', en: 'Solutions' } },
  { id: 'licence', label: { zh: '授权与 API', en: 'Licences and API' } },
  { id: 'data', label: { zh: '数据服务', en: 'Data services' } },
  { id: 'ecosystem', label: { zh: '生态分成', en: 'Ecosystem share' } },
] as const;

export const spec = defineCalculator({
  title: { zh: '收入结构', en: 'The revenue mix' },
  description: {
    zh: '五种收入的占比与毛利率，合成一个数。占比会自动归一。',
    en: 'Shares and margins of five kinds of revenue make one number. The shares are scaled to 100%.',
  },
  inputs: [
    percent('s1', '产品与服务：占比', 'Products and services: share', 50),
    percent('g1', '产品与服务：毛利率', 'Products and services: margin', 60, { min: -100 }),
    percent('s2', '解决方案：占比', 'Solutions: share', 30),
    percent('g2', '解决方案：毛利率', 'Solutions: margin', 25, { min: -100 }),
    percent('s3', '授权与 API：占比', 'Licences and API: share', 20),
    percent('g3', '授权与 API：毛利率', 'Licences and API: margin', 40, { min: -100 }),
    percent('s4', '数据服务：占比', 'Data services: share', 0),
    percent('g4', '数据服务：毛利率', 'Data services: margin', 30, { min: -100 }),
    percent('s5', '生态分成：占比', 'Ecosystem share: share', 0),
    percent('g5', '生态分成：毛利率', 'Ecosystem share: margin', 70, { min: -100 }),
  ],
  presets: [
    {
      label: { zh: '产品为主', en: 'Mostly products' },
      values: { s1: 50, s2: 30, s3: 20, s4: 0, s5: 0 },
    },
    {
      label: { zh: '方案做到一半', en: 'Half of it solutions' },
      values: { s1: 30, s2: 50, s3: 20, s4: 0, s5: 0 },
    },
  ],
  outputs: [
    {
      key: 'margin',
      label: { zh: '综合毛利率', en: 'Blended margin' },
      format: 'percent',
      headline: true,
    },
    { key: 'kinds', label: { zh: '有效种数', en: 'Effective number of kinds' }, format: 'plain' },
    {
      key: 'largest',
      label: { zh: '最大一种的占比', en: 'Share of the largest' },
      format: 'percent',
    },
  ],
  how: {
    zh: '综合毛利率 = Σ 占比 × 毛利率（第 1 章式 1.9）；有效种数 = 1 ÷ Σ 占比²。毛利率都是占位值。',
    en: 'Blended margin = Σ share × margin (chapter 1, equation 1.9); effective number = 1 ÷ Σ share². All margins are placeholders.',
  },
  source: {
    zh: '参照带：ICONIQ 2026 年 1 月对约 300 位高管的调查，AI 产品平均毛利率 2024 年 41%、2025 年 45%（自报）',
    en: 'Reference band: ICONIQ, January 2026, about 300 executives: average margin of AI products 41% in 2024 and 45% in 2025 (self-reported)',
  },
  compute: (v) => {
    const parts = [
      { revenue: v.s1, margin: v.g1 / 100 },
      { revenue: v.s2, margin: v.g2 / 100 },
      { revenue: v.s3, margin: v.g3 / 100 },
      { revenue: v.s4, margin: v.g4 / 100 },
      { revenue: v.s5, margin: v.g5 / 100 },
    ];
    const { revenue, margin } = blendedMargin(parts);
    const shares = parts.map((part) => (revenue > 0 ? part.revenue / revenue : 0));
    const squares = shares.reduce((sum, share) => sum + share ** 2, 0);
    return {
      margin,
      kinds: squares > 0 ? 1 / squares : 0,
      largest: Math.max(...shares),
    };
  },
  verdicts: ({ s1, s2, s3, s4, s5 }, { margin, kinds, largest }) => ({
    margin:
      s1 + s2 + s3 + s4 + s5 === 0
        ? {
            tone: 'bad',
            text: {
              zh: '还没有收入：至少填一种占比。',
              en: 'No revenue yet: give at least one a share.',
            },
          }
        : margin <= 0
          ? { tone: 'bad', text: { zh: '合起来没有毛利。', en: 'No margin on the whole.' } }
          : {
              tone: 'plain',
              text: {
                zh: '下表看每一种贡献了几个百分点。',
                en: 'The table shows how many points each contributes.',
              },
            },
    kinds:
      kinds < 1.5
        ? {
            tone: 'warn',
            text: { zh: '几乎只靠一种收入。', en: 'Almost a single kind of revenue.' },
          }
        : {
            tone: 'plain',
            text: {
              zh: '平均分成这么多种，集中程度相同。',
              en: 'As concentrated as this many equal kinds.',
            },
          },
    ...(largest > 0.5 && {
      largest: {
        tone: 'warn',
        text: { zh: '超过一半来自一种。', en: 'More than half from one kind.' },
      },
    }),
  }),
  table: (v, { margin }) => {
    const shares = [v.s1, v.s2, v.s3, v.s4, v.s5];
    const margins = [v.g1, v.g2, v.g3, v.g4, v.g5];
    const all = shares.reduce((sum, share) => sum + share, 0);
    return {
      caption: { zh: '归一之后', en: 'Scaled to 100%' },
      corner: { zh: '收入', en: 'Revenue' },
      columns: [
        { label: { zh: '占比', en: 'Share' }, format: 'percent' },
        { label: { zh: '毛利率', en: 'Margin' }, format: 'percent' },
        { label: { zh: '贡献', en: 'Contributes' }, format: 'percent' },
      ],
      rows: [
        ...offers.map(({ label }, index) => {
          const share = all > 0 ? shares[index]! / all : 0;
          return { label, cells: [share, margins[index]! / 100, (share * margins[index]!) / 100] };
        }),
        { label: { zh: '合计', en: 'In all' }, cells: [all > 0 ? 1 : 0, null, margin] },
      ],
    };
  },
});
