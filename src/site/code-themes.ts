/**
 * The two themes of code, in the colours of `tokens.css`: ink for most, few colours, each at least
 * 4.5 : 1 on its background.
 */
import type { ThemeRegistrationRaw } from 'shiki';

interface Colours {
  readonly panel: string;
  readonly ink: string;
  readonly soft: string;
  readonly keyword: string;
  readonly name: string;
  readonly text: string;
  readonly number: string;
  readonly type: string;
}

function theme(name: string, type: 'light' | 'dark', colours: Colours): ThemeRegistrationRaw {
  const rule = (scope: string[], foreground: string) => ({ scope, settings: { foreground } });
  const settings = [
    { settings: { foreground: colours.ink, background: colours.panel } },
    rule(['comment', 'punctuation.definition.comment'], colours.soft),
    rule(['keyword', 'storage', 'keyword.operator.new'], colours.keyword),
    rule(['keyword.operator', 'punctuation', 'meta.brace'], colours.ink),
    rule(['entity.name.function', 'support.function', 'variable.function'], colours.name),
    rule(['string', 'string.template', 'constant.other.symbol'], colours.text),
    rule(['constant.numeric', 'constant.language', 'variable.language'], colours.number),
    rule(['entity.name.type', 'support.type', 'support.class', 'entity.name.tag'], colours.type),
  ];
  return {
    name,
    type,
    colors: { 'editor.background': colours.panel, 'editor.foreground': colours.ink },
    settings,
    tokenColors: settings,
  };
}

export const codeThemes = [
  theme('handbook-dark', 'dark', {
    panel: '#1d1f23',
    ink: '#e9e5dc',
    soft: '#aaa498',
    keyword: '#ff8163',
    name: '#6cbef0',
    text: '#3fd0a3',
    number: '#f0b93a',
    type: '#e8a6cb',
  }),
  theme('handbook-light', 'light', {
    panel: '#fffefa',
    ink: '#1f1c18',
    soft: '#665f56',
    keyword: '#b5341c',
    name: '#0068a3',
    text: '#00704f',
    number: '#855800',
    type: '#9c3f76',
  }),
] as const;
