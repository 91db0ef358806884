/**
 * How diagrams look. Mermaid computes with colours, so it cannot be given CSS variables: it draws
 * with stand-in colours, each of which is then replaced by the token it stands for. That makes one
 * SVG right in both themes.
 */
import { createRequire } from 'node:module';
import { z } from 'astro/zod';

const tokens = {
  '#010101': 'var(--ink)',
  '#020202': 'var(--panel)',
  '#030303': 'var(--paper)',
  '#040404': 'var(--line)',
  '#050505': 'var(--line-strong)',
  '#060606': 'var(--soft)',
  '#070707': 'var(--accent)',
  '#080808': 'var(--accent-soft)',
  // Of the words along a time axis, which no setting reaches.
  '#000': 'var(--soft)',
} as const;

const ink = '#010101';
const panel = '#020202';
const paper = '#030303';
const line = '#040404';
const strong = '#050505';
const soft = '#060606';
const accentSoft = '#080808';

/** Latin and Chinese as the page has it; measured with a CJK font, whose characters are 1 em wide. */
const fontFamily = "system-ui, 'PingFang SC', 'Noto Sans CJK SC', 'Microsoft YaHei', sans-serif";

const themeVariables: Record<string, string | boolean> = {
  fontFamily,
  fontSize: '15px',
  background: paper,
  primaryColor: panel,
  primaryTextColor: ink,
  primaryBorderColor: strong,
  secondaryColor: accentSoft,
  secondaryTextColor: ink,
  secondaryBorderColor: strong,
  tertiaryColor: paper,
  tertiaryTextColor: ink,
  tertiaryBorderColor: line,
  lineColor: soft,
  textColor: ink,
  mainBkg: panel,
  nodeBorder: strong,
  nodeTextColor: ink,
  clusterBkg: paper,
  clusterBorder: line,
  titleColor: soft,
  defaultLinkColor: soft,
  edgeLabelBackground: paper,
  actorBkg: panel,
  actorBorder: strong,
  actorTextColor: ink,
  actorLineColor: line,
  signalColor: soft,
  signalTextColor: ink,
  labelBoxBkgColor: panel,
  labelBoxBorderColor: strong,
  labelTextColor: ink,
  loopTextColor: ink,
  noteBkgColor: accentSoft,
  noteBorderColor: line,
  noteTextColor: ink,
  activationBkgColor: accentSoft,
  activationBorderColor: strong,
  sequenceNumberColor: paper,
  sectionBkgColor: panel,
  sectionBkgColor2: panel,
  altSectionBkgColor: paper,
  gridColor: line,
  taskBkgColor: soft,
  taskBorderColor: soft,
  taskTextColor: ink,
  taskTextLightColor: ink,
  taskTextDarkColor: ink,
  taskTextOutsideColor: ink,
  taskTextClickableColor: ink,
  activeTaskBkgColor: soft,
  activeTaskBorderColor: soft,
  doneTaskBkgColor: soft,
  doneTaskBorderColor: soft,
  critBkgColor: soft,
  critBorderColor: soft,
  todayLineColor: line,
  vertLineColor: line,
  excludeBkgColor: panel,
};

/** Mermaid's configuration. Labels are SVG text, so that no HTML box can clip Chinese. */
export const mermaidConfig = {
  startOnLoad: false,
  securityLevel: 'loose',
  theme: 'base',
  look: 'classic',
  themeVariables,
  htmlLabels: false,
  flowchart: {
    htmlLabels: false,
    curve: 'basis',
    padding: 14,
    wrappingWidth: 280,
    nodeSpacing: 36,
    rankSpacing: 40,
  },
  // A time axis of milestones, each with its words to the right.
  gantt: {
    useWidth: 720,
    leftPadding: 84,
    rightPadding: 250,
    barHeight: 20,
    barGap: 6,
    fontSize: 13,
    sectionFontSize: 13,
    topAxis: true,
  },
  themeCSS: `.milestoneText, text.clickable { font-style: normal !important; font-weight: 400 !important; }
    .section { fill-opacity: 0.5; }
    .milestoneText { paint-order: stroke; stroke: ${paper}; stroke-width: 3px; }
    .grid .tick line { stroke: ${line} !important; }
    .grid .tick text { stroke: none; font-size: 12px; }`,
  deterministicIds: true,
} as const;

const mermaidPackage = createRequire(import.meta.url)('mermaid/package.json') as unknown;
const mermaidVersion = z.object({ version: z.string() }).parse(mermaidPackage).version;

/** Part of every diagram's hash: a change of Mermaid or of the settings makes stored pictures stale. */
export const rendererVersion = JSON.stringify(['7', mermaidVersion, mermaidConfig, tokens]);

const colour = /#[0-9a-f]{3,8}\b|\b(?:rgb|hsl)a?\([^)]*\)/gi;
const named =
  /((?:fill|stroke|color|background-color|stop-color)\s*[:=]\s*"?)(white|black|grey|gray|lightgrey)\b/gi;

/**
 * Replaces the stand-in colours by their tokens. Throws when a colour is left that has no token:
 * it would be wrong in one of the themes.
 */
export function withTokens(svg: string): string {
  const lookup: Record<string, string> = { ...tokens };
  const strange = new Set<string>();
  const replaced = svg
    .replace(named, (_, before: string, name: string) => {
      return `${before}${name.toLowerCase() === 'white' ? 'var(--panel)' : 'var(--soft)'}`;
    })
    .replace(colour, (found, offset: number) => {
      if (/(?:url\(|href=")$/.test(svg.slice(Math.max(0, offset - 6), offset))) return found;
      const token = lookup[hex(found)];
      if (token !== undefined) return token;
      if (/[g-z]/i.test(found.slice(1)) && found.startsWith('#')) return found;
      strange.add(found);
      return found;
    });
  if (strange.size > 0) {
    throw new Error(`A diagram has colours without a token: ${[...strange].join(', ')}.`);
  }
  return replaced;
}

function hex(colourText: string): string {
  const numbers = /^rgba?\(\s*(\d+)[,\s]+(\d+)[,\s]+(\d+)/i.exec(colourText);
  if (numbers === null) return colourText.toLowerCase();
  return `#${numbers
    .slice(1, 4)
    .map((part) => Number(part).toString(16).padStart(2, '0'))
    .join('')}`;
}
