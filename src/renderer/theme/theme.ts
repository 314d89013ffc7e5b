import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core';
import parts from './parts.module.css';
import { DARK, LIGHT, type Tokens } from './tokens';

const accent: MantineColorsTuple = [
  '#f0f2ff',
  '#dfe3ff',
  '#c3caff',
  '#a5afff',
  DARK.accent,
  '#6f7ef0',
  '#5868dd',
  LIGHT.accent,
  LIGHT.accentHover,
  '#2c388f',
];

const FIELD = {
  wrapper: parts['field'],
  input: parts['input'],
  label: parts['label'],
  description: parts['description'],
  error: parts['error'],
};

/**
 * Props that disable transitions. What opens during a call appears and disappears with the very keystroke that asked
 * for it.
 */
const AT_ONCE = { transitionProps: { duration: 0 } };

/** Mantine theme: one accent, neutral greys, no shadows, text of 13 to 14 px. */
export const theme = createTheme({
  colors: { accent },
  primaryColor: 'accent',
  primaryShade: { dark: 4, light: 7 },
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", sans-serif',
  fontFamilyMonospace: 'ui-monospace, "SF Mono", "Cascadia Mono", "Segoe UI Mono", Menlo, Consolas, monospace',
  fontSizes: { xs: '11px', sm: '12px', md: '13px', lg: '14px', xl: '16px' },
  lineHeights: { xs: '1.4', sm: '1.45', md: '1.5', lg: '1.5', xl: '1.4' },
  radius: { xs: '3px', sm: '4px', md: '6px', lg: '8px', xl: '12px' },
  shadows: { xs: 'none', sm: 'none', md: 'none', lg: 'none', xl: 'none' },
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Button: {
      defaultProps: { size: 'sm', variant: 'filled' },
      classNames: {
        root: parts['button'],
        inner: parts['buttonInner'],
        section: parts['buttonSection'],
        label: parts['buttonLabel'],
      },
    },
    ActionIcon: { classNames: { root: parts['iconButton'] } },
    Textarea: { defaultProps: { size: 'md' }, classNames: FIELD },
    TextInput: { defaultProps: { size: 'md' }, classNames: FIELD },
    NativeSelect: { defaultProps: { size: 'md' }, classNames: FIELD },
    NumberInput: { defaultProps: { size: 'md', hideControls: true }, classNames: FIELD },
    TagsInput: {
      defaultProps: { size: 'md' },
      classNames: { ...FIELD, input: parts['tags'], pill: parts['pill'], dropdown: parts['dropdown'] },
    },
    Switch: {
      defaultProps: { size: 'sm', withThumbIndicator: false },
      classNames: { label: parts['choice'], description: parts['description'], track: parts['track'] },
    },
    Autocomplete: {
      defaultProps: { size: 'md' },
      classNames: { ...FIELD, dropdown: parts['dropdown'], option: parts['option'] },
    },
    PasswordInput: { defaultProps: { size: 'md' }, classNames: { ...FIELD, innerInput: parts['innerInput'] } },
    RadioGroup: { defaultProps: { size: 'md' }, classNames: { label: parts['label'] } },
    Radio: { defaultProps: { size: 'sm' }, classNames: { label: parts['choice'], description: parts['description'] } },
    Tooltip: {
      defaultProps: { openDelay: 250, multiline: true, maw: 320, events: { hover: true, focus: true, touch: true } },
      classNames: { tooltip: parts['tooltip'] },
    },
    Menu: { defaultProps: AT_ONCE, classNames: { dropdown: parts['dropdown'], item: parts['menuItem'] } },
    Popover: { defaultProps: AT_ONCE, classNames: { dropdown: parts['dropdown'] } },
    ModalRoot: { defaultProps: { ...AT_ONCE, lockScroll: false, centered: true } },
    // Mantine looks up styles for the parts of `Modal.Root` under `Modal`.
    Modal: { classNames: { content: parts['modal'] } },
    Notification: { classNames: { root: parts['notification'] } },
  },
});

/** Resolves the tokens to CSS variables (`--bg`, `--amber-tint`…), and sets Mantine's own variables from them. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  dark: { ...named(DARK), ...mantine(DARK) },
  light: { ...named(LIGHT), ...mantine(LIGHT) },
});

function named(tokens: Tokens): Record<string, string> {
  const variables = Object.entries(tokens).map(([name, value]: [string, string]) => [
    `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`,
    value,
  ]);
  return Object.fromEntries(variables) as Record<string, string>;
}

function mantine(tokens: Tokens): Record<string, string> {
  return {
    '--mantine-color-body': tokens.bg,
    '--mantine-color-text': tokens.text,
    '--mantine-color-dimmed': tokens.dim,
    '--mantine-color-placeholder': tokens.quiet,
    '--mantine-color-error': tokens.red,
    '--mantine-color-anchor': tokens.accent,
    '--mantine-color-default': tokens.raised,
    '--mantine-color-default-hover': tokens.hover,
    '--mantine-color-default-color': tokens.text,
    '--mantine-color-default-border': tokens.edge,
    '--mantine-primary-color-filled': tokens.accent,
    '--mantine-primary-color-filled-hover': tokens.accentHover,
    '--mantine-primary-color-contrast': tokens.onAccent,
  };
}
