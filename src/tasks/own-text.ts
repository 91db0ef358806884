/**
 * Language modelling on the reader's own text, by characters or by the bytes of UTF-8.
 * The vocabulary is that of the whole text, so that each held-out character has a number; which
 * characters follow which is learned from the training part alone.
 */
import { checked, type Field } from '../fields/field.ts';
import type { Localised } from '../language.ts';
import { textBaselines } from './baselines.ts';
import { checkOwnText } from './own-text-file.ts';
import type { LanguageData, LanguageTask } from './task.ts';
import { characterData, splitRunningText } from './text.ts';
import { createVocabulary } from './vocabulary.ts';

/** The most kinds of characters a model is asked to choose from; the rest become `replacement`. */
export const ownTextMostKinds = 2_000;
export const replacement = '□';

const parameters = [
  {
    key: 'unit',
    label: { zh: '按什么切分', en: 'Split into' },
    kind: 'choice',
    options: [
      { value: 'character', label: { zh: '字符', en: 'Characters' } },
      { value: 'byte', label: { zh: '字节（UTF-8）', en: 'Bytes (UTF-8)' } },
    ],
    default: 'character',
  },
] as const satisfies readonly Field[];

const splitNote: Localised = {
  zh: '训练用前 90% 的文字，最后 10% 留作检验。',
  en: 'The first 90% of the text is trained on, the last 10% held out.',
};

function byCharacters(text: string): LanguageData {
  const characters = Array.from(text);
  const counts = new Map<string, number>();
  for (const character of characters) counts.set(character, (counts.get(character) ?? 0) + 1);
  if (counts.size <= ownTextMostKinds) {
    return characterData({ ...splitRunningText(text), prompt: characters[0]!, notes: [splitNote] });
  }
  const ranked = [...counts.keys()].sort((a, b) => counts.get(b)! - counts.get(a)!);
  const kept = new Set(
    ranked.filter((kind) => kind !== replacement).slice(0, ownTextMostKinds - 1),
  );
  const capped = characters.map((character) => (kept.has(character) ? character : replacement));
  const dropped = counts.size - kept.size;
  const share = capped.filter((character) => character === replacement).length / capped.length;
  const percent = (100 * share).toFixed(share < 0.01 ? 2 : 1);
  const note: Localised = {
    zh: `这段文字有 ${counts.size} 种字符，超过 ${ownTextMostKinds} 种的上限；最少见的 ${dropped} 种（占全文 ${percent} %）换成了“${replacement}”。`,
    en: `This text has ${counts.size} kinds of characters, above the limit of ${ownTextMostKinds}; the rarest ${dropped} (${percent} % of the text) were replaced by “${replacement}”.`,
  };
  return characterData({
    ...splitRunningText(capped.join('')),
    prompt: capped[0]!,
    normalise: (typed) => Array.from(typed, (c) => (kept.has(c) ? c : replacement)).join(''),
    notes: [splitNote, note],
  });
}

/** ASCII bytes are shown as themselves, the others in hexadecimal: ⟨e4⟩. */
const byteTokens = Array.from({ length: 256 }, (_, byte) =>
  byte < 128 ? String.fromCharCode(byte) : `⟨${byte.toString(16)}⟩`,
);

function byBytes(text: string): LanguageData {
  const vocabulary = createVocabulary(byteTokens);
  const encoder = new TextEncoder();
  const { train, heldOut } = splitRunningText(text);
  const [trainIds, heldOutIds] = [train, heldOut].map((part) =>
    Int32Array.from(encoder.encode(part)),
  ) as [Int32Array, Int32Array];
  return {
    kind: 'text',
    sizes: { kind: 'text', vocabulary: vocabulary.size },
    vocabulary,
    train: trainIds,
    heldOut: heldOutIds,
    prompt: Array.from(text)[0]!,
    tokenise: (typed) => Array.from(encoder.encode(typed), (byte) => byteTokens[byte]!),
    detokenise: (tokens) =>
      new TextDecoder().decode(Uint8Array.from(tokens, (token) => vocabulary.idOf(token) ?? 0)),
    baselines: textBaselines(trainIds, heldOutIds, vocabulary.size),
    notes: [
      splitNote,
      {
        zh: '一个汉字占三个字节；模型偶尔写出不成字的字节，显示为“�”。',
        en: 'A Chinese character takes three bytes; bytes that form no character are shown as “�”.',
      },
    ],
  };
}

export const ownText: LanguageTask = {
  kind: 'text',
  id: 'own-text',
  name: { zh: '你自己的文字', en: 'Your own text' },
  teaches: {
    zh: '模型只是在学你给它的文字：换一段文字，就换了一个模型。文字不会离开这台设备。',
    en: 'A model learns whatever text it is given: change the text and you change the model. Your text never leaves this device.',
  },
  asksText: true,
  parameters,
  assets: [],
  // It is not known yet: taken for one in an alphabet, or in bytes, and measured when it is read.
  sizes: () => ({ kind: 'text', vocabulary: 256 }),
  create(given, { ownText: raw }) {
    const { unit } = checked(parameters, given);
    const text = checkOwnText(raw ?? '');
    return unit === 'byte' ? byBytes(text) : byCharacters(text);
  },
};
