// Without the theme's own fonts: a page asks its own host alone, and for as little as it can.
import DefaultTheme from 'vitepress/theme-without-fonts';
import './style.css';

export default DefaultTheme;
