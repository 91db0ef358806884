/** The setting of the smallest run, as in a link. */
import type { Language } from '../../language.ts';

/** @param sentence the language of the sentence that is learned */
export const memorisePreset = (sentence: Language): string =>
  `task=memorise&sentence=${sentence}&layers=2&d=32&heads=2&context=7&batch=8&steps=150&lr=0.01`;
