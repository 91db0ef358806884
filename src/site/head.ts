/**
 * What search engines and messengers are told of a page: a picture, and structured data in the
 * vocabulary of schema.org. Starlight adds the title, description and canonical address.
 */
import { defineRouteMiddleware } from '@astrojs/starlight/route-data';
import { pageByNumber, pageBySlug } from './chapters.ts';
import { languageOfLocale, localePath } from './locale.ts';
import { plainAddress } from './plain-markdown.ts';
import { sharePicture } from './share-picture.ts';

const handbook = {
  zh: { name: '大模型创业的生存之道', lang: 'zh-CN' },
  en: { name: 'Surviving with Large Models', lang: 'en' },
};
const licence = 'https://creativecommons.org/licenses/by/4.0/';

export const onRequest = defineRouteMiddleware((context) => {
  const route = context.locals.starlightRoute;
  const { site } = context;
  const language = languageOfLocale(route.locale);
  const slug = context.url.pathname.replace(/^\/en(?=\/|$)/, '').replace(/^\/|\/$/g, '');
  const page = pageBySlug(slug);
  if (site === undefined || page === undefined) return;

  const absolute = (path: string): string => new URL(path, site).href;
  const { title, description, minutes, prerequisites, checked } = route.entry.data;
  const here = absolute(localePath(slug === '' ? '/' : `/${slug}/`, language));
  const home = absolute(localePath('/', language));
  const book = handbook[language];
  const picture = absolute(sharePicture(page.slug, language));
  const markdown = plainAddress(page.slug, language);

  const article = {
    '@type': ['TechArticle', 'LearningResource'],
    '@id': here,
    headline: title,
    description,
    inLanguage: book.lang,
    url: here,
    image: picture,
    license: licence,
    isAccessibleForFree: true,
    author: { '@type': 'Organization', name: book.name, url: home },
    isPartOf: { '@type': 'WebSite', '@id': home, name: book.name, url: home },
    ...(page.number === undefined ? {} : { position: page.number }),
    ...(minutes === undefined ? {} : { timeRequired: `PT${minutes}M` }),
    ...(checked === undefined ? {} : { dateModified: checked.toISOString().slice(0, 10) }),
    ...(prerequisites.length === 0
      ? {}
      : {
          competencyRequired: prerequisites.flatMap(
            (number) => pageByNumber(number)?.label[language] ?? [],
          ),
        }),
  };
  const trail = {
    '@type': 'BreadcrumbList',
    itemListElement: [
      { '@type': 'ListItem', position: 1, name: book.name, item: home },
      ...(here === home ? [] : [{ '@type': 'ListItem', position: 2, name: title, item: here }]),
    ],
  };
  const data = { '@context': 'https://schema.org', '@graph': [article, trail] };

  route.head.push(
    { tag: 'meta', attrs: { property: 'og:image', content: picture } },
    { tag: 'meta', attrs: { property: 'og:image:width', content: '1200' } },
    { tag: 'meta', attrs: { property: 'og:image:height', content: '630' } },
    { tag: 'meta', attrs: { property: 'og:image:alt', content: title } },
    { tag: 'link', attrs: { rel: 'alternate', type: 'text/markdown', href: markdown } },
    {
      tag: 'script',
      attrs: { type: 'application/ld+json' },
      // `<` would end the script when a title contained a tag.
      content: JSON.stringify(data).replaceAll('<', '\\u003c'),
    },
  );
});
