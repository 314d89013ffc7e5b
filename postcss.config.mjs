import mantine from 'postcss-preset-mantine';

/** Mantine's mixins (`light-dark`, `hover`, `rem`) and nesting for the CSS modules of the renderer. */
const config = { plugins: [mantine()] };

export default config;
