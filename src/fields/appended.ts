/** Parameters that others append when a link is shared: they mean nothing to a demo. */

const appended = new Set([
  // WeChat, Weibo and Alipay
  'from',
  'isappinstalled',
  'nsukey',
  'scene',
  'clicktime',
  'wxshare_count',
  'spm',
  // Google, Meta, Microsoft, Yandex, Instagram, X
  'gclid',
  'gbraid',
  'wbraid',
  'dclid',
  '_ga',
  '_gl',
  'fbclid',
  'msclkid',
  'yclid',
  'igshid',
  'igsh',
  'twclid',
  'ttclid',
  'si',
  'ref',
  'ref_src',
  'ref_url',
]);
const appendedLike = /^(?:utm_|mc_|share_|hsa_|_hs)/;

/** Is it one that sharing and counting services append? */
export const isAppended = (key: string): boolean => appended.has(key) || appendedLike.test(key);
