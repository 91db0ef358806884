/** The museum's rooms and words; the exhibits' own are in `labels.ts`. */
import type { Language, Localised } from '../../language.ts';
import type { RoomId } from '../../museum/catalogue.ts';

export const rooms: Readonly<Record<RoomId, Localised>> = {
  names: { zh: '第一室　名字与语法', en: 'Room 1: names and syntax' },
  shapes: { zh: '第二室　形状不合，当场停下', en: 'Room 2: shapes that stop the program' },
  silent: { zh: '第三室　不报错，但算错了', en: 'Room 3: no error, wrong result' },
  missing: { zh: '第四室　该有而没有', en: 'Room 4: what is missing' },
  later: { zh: '第五室　第 3、4 章的展品', en: 'Room 5: from chapters 3 and 4' },
};

const zh = {
  defect: (number: number) => `缺陷 ${number}`,
  throws: '报错',
  silent: '不报错',
  broken: '坏的',
  fixed: '改好的',
  run: '运行',
  running: '正在运行…',
  recorded: (versions: string) => `下面是记录：${versions}。`,
  live: (milliseconds: string) => `刚刚在你的设备上运行，用时 ${milliseconds} 毫秒。`,
  same: '结果与记录一致。',
  different: '结果与记录有出入：浮点运算的细节因浏览器而异。',
  noError: '没有报错',
  printed: '印出',
  nothing: '什么也没印',
  torch: (version: string) => `同一个缺陷在 PyTorch ${version} 里`,
  fix: '改法',
  withoutScript: '代码、说明和记录的结果都在下面；在页面里运行它们，需要 JavaScript。',
  link: '这件展品的链接',
  source: '整个文件',
  onlyPython: '这件展品要 Python 才能演示，页面里不能运行；报错由脚本记录，测试会重跑它。',
};

const en: typeof zh = {
  defect: (number) => `Defect ${number}`,
  throws: 'throws',
  silent: 'silent',
  broken: 'Broken',
  fixed: 'Mended',
  run: 'Run it',
  running: 'Running…',
  recorded: (versions) => `What follows was recorded with ${versions}.`,
  live: (milliseconds) => `Just run on your device, in ${milliseconds} ms.`,
  same: 'The result is as recorded.',
  different: 'The result differs from the record: details of floating point vary with the browser.',
  noError: 'no error',
  printed: 'prints',
  nothing: 'prints nothing',
  torch: (version) => `The same defect in PyTorch ${version}`,
  fix: 'Fix',
  withoutScript:
    'Code, explanations and recorded results are all below; running them in the page needs JavaScript.',
  link: 'Link to this exhibit',
  source: 'the whole file',
  onlyPython:
    'Only Python can show this one, so it does not run in the page. A script recorded the message, and a test runs it again.',
};

export type MuseumText = typeof zh;

export const museumText: Readonly<Record<Language, MuseumText>> = { zh, en };
