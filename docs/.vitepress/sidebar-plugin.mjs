// VitePress puts a button into a button where a chapter can be folded, which screen readers and WCAG 4.1.2 do not take. The outer one does it all;
// the inner one becomes a picture, and the outer one says whether it is open.
const changes = [
  ['        role="button"\n        aria-label="toggle section"\n        @click="onCaretClick"\n        @keydown.enter="onCaretClick"\n        tabindex="0"', '        aria-hidden="true"'],
  [':role="itemRole"', ':role="itemRole" :aria-expanded="item.items && item.collapsed != null ? !collapsed : undefined"'],
  [':tabindex="item.items && 0"', ':tabindex="item.items && item.collapsed != null ? 0 : undefined"'],
];

export const oneButton = {
  name: 'one-button-per-chapter',
  enforce: 'pre',
  transform(code, id) {
    if (!id.endsWith('/VPSidebarItem.vue')) return undefined;
    return changes.reduce((text, [from, to]) => {
      if (!text.includes(from)) throw new Error('VPSidebarItem.vue is not as it was: look at .vitepress/sidebar-plugin.mjs.');
      return text.replace(from, to);
    }, code);
  },
};
