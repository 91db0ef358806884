/**
 * Why a part of a page did not come. A site that was renewed while a page stood open no longer has
 * the files which that page names; a network that is off has nothing at all. Asking for the page
 * itself tells them apart.
 */
import { ReaderError, type Localised } from './language.ts';

/** Milliseconds in which a network that works answers. */
const patience = 5000;

/** The code of the error that reloading the page mends. */
export const renewed = 'renewed';
/** What the button that does so is called. */
export const reload: Localised = { zh: '重新载入本页', en: 'Reload this page' };

/** Asks the site for this page, past every cache. @returns its answer; null where none came */
async function askForPage(): Promise<Response | null> {
  try {
    const signal = AbortSignal.timeout(patience);
    return await fetch(location.href, { method: 'HEAD', cache: 'no-store', signal });
  } catch {
    return null;
  }
}

/** What to tell a reader whose page could not load a part of itself. */
export async function whyNotLoaded(
  ask: () => Promise<Pick<Response, 'ok' | 'status'> | null> = askForPage,
): Promise<ReaderError> {
  const answer = await ask();
  if (answer === null) {
    return new ReaderError('offline', {
      zh: '连不上网站，这一部分没能装载；请检查网络后再试。',
      en: 'The site cannot be reached, so this part could not be loaded; check the network and try again.',
    });
  }
  if (!answer.ok && answer.status !== 404) {
    return new ReaderError('site-trouble', {
      zh: `这一部分没能装载：网络通，但网站答复出错（${answer.status}）。请过一会儿再试。`,
      en: `This part could not be loaded: the network works, but the site answers with an error (${answer.status}). Try again in a while.`,
    });
  }
  return new ReaderError(renewed, {
    zh: '这一部分没能装载，虽然网站连得上：多半是打开本页之后，网站更新过。请重新载入本页；设置都在网址里，不会丢。',
    en: 'This part could not be loaded although the site can be reached: most likely the site was renewed after you opened this page. Reload the page; your settings stay, they are in its address.',
  });
}

const notImported = /dynamically imported module|importing a module script/i;

/**
 * What an error event of a worker means: its program, or a part of it, was not fetched; or it threw.
 * @param fault what is told of an exception, given its message
 */
export async function workerError(
  event: ErrorEvent | Event,
  fault: (detail: string) => ReaderError,
): Promise<ReaderError> {
  event.preventDefault();
  const said = 'message' in event ? event.message.replace(/^Uncaught (?:Error: )?/, '') : '';
  // A program that was never fetched has nothing to say.
  return said === '' || notImported.test(said) ? whyNotLoaded() : fault(said);
}
