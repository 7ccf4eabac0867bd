/** As the broker's hosted pages have them. */
const words = {
  ar: ["المتابعة باستخدام TikTok", "جارٍ المتابعة…"],
  de: ["Weiter mit TikTok", "Weiter …"],
  en: ["Continue with TikTok", "Continuing…"],
  ja: ["TikTok で続行", "続行しています…"],
} as const;

export function wordsFor(language: string): readonly [tag: string, label: string, busy: string] {
  const asked = language.slice(0, 2).toLowerCase();
  const tag = asked in words ? (asked as keyof typeof words) : "en";
  return [tag, ...words[tag]];
}
