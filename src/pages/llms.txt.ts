/** `/llms.txt`: what the handbook is and where its pages lie as plain Markdown (llmstxt.org). */
import type { APIRoute } from 'astro';
import { getCollection } from 'astro:content';
import { languages, type Language } from '../language.ts';
import { pages } from '../site/chapters.ts';
import { plainAddress } from '../site/plain-markdown.ts';

const about: Readonly<Record<Language, string>> = {
  zh: '中文版（原文）',
  en: 'English',
};

export const GET: APIRoute = async ({ site }) => {
  const entries = await getCollection('docs');
  const list = (language: Language): string[] =>
    pages.flatMap(({ slug }) => {
      const id = language === 'zh' ? slug : slug === 'index' ? 'en' : `en/${slug}`;
      const entry = entries.find((one) => one.id === id);
      if (entry === undefined) return [];
      const url = new URL(plainAddress(slug, language), site).href;
      return [`- [${entry.data.title}](${url}): ${entry.data.description}`];
    });
  const text = [
    '# 大模型创业的生存之道 / Surviving with Large Models',
    '',
    '> An interactive handbook in Chinese and English on how large models work and what they cost: nine chapters whose models train in the page, with formulas, calculators and cited sources. Text CC BY 4.0, code MIT.',
    '',
    'Figures carry a citation or a mark (computed, measured, example, opinion). Prices are placeholder values, not facts. Legal parts are information with a date, not advice.',
    ...languages.flatMap((language) => ['', `## ${about[language]}`, '', ...list(language)]),
    '',
    '## References',
    '',
    `- [All cited works, BibTeX](${new URL('/references/all.bib', site).href})`,
    `- [All cited works, GB/T 7714](${new URL('/references/all.gbt7714.txt', site).href})`,
    '',
  ];
  return new Response(text.join('\n'));
};
