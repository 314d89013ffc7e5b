import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core';
import parts from './parts.module.css';

/** The colours of one scheme. `quiet` is the weakest text there is; every text colour reads at 4.5:1 on every surface. */
export interface Tokens {
  readonly bg: string;
  readonly panel: string;
  readonly raised: string;
  readonly selected: string;
  readonly hover: string;
  readonly line: string;
  readonly edge: string;
  readonly text: string;
  readonly dim: string;
  readonly quiet: string;
  readonly accent: string;
  readonly accentHover: string;
  readonly onAccent: string;
  readonly green: string;
  readonly amber: string;
  readonly amberTint: string;
  readonly amberEdge: string;
  readonly red: string;
  readonly redEdge: string;
  readonly redFill: string;
  readonly redFillHover: string;
  readonly onRed: string;
}

export const DARK: Tokens = {
  bg: '#101113',
  panel: '#141517',
  raised: '#1a1b1e',
  selected: '#1d1f2d',
  hover: '#1f2124',
  line: '#26282c',
  edge: '#34373d',
  text: '#e6e7e9',
  dim: '#a3a6ad',
  quiet: '#8f939b',
  accent: '#7c8cff',
  accentHover: '#919eff',
  onAccent: '#0e1020',
  green: '#45c07e',
  amber: '#f0b23a',
  amberTint: '#2c2413',
  amberEdge: '#7a5c17',
  red: '#ff7070',
  redEdge: '#7d3034',
  redFill: '#c9353a',
  redFillHover: '#bb2d33',
  onRed: '#ffffff',
};

export const LIGHT: Tokens = {
  bg: '#ffffff',
  panel: '#fafafa',
  raised: '#f3f4f5',
  selected: '#eef0fd',
  hover: '#eceef0',
  line: '#e6e7e9',
  edge: '#d3d5d9',
  text: '#1b1c1e',
  dim: '#54575d',
  quiet: '#63666d',
  accent: '#4c5fd5',
  accentHover: '#4152c0',
  onAccent: '#ffffff',
  green: '#1c7a41',
  amber: '#865700',
  amberTint: '#fdf2da',
  amberEdge: '#d9a941',
  red: '#c4272d',
  redEdge: '#e7a3a6',
  redFill: '#c9303a',
  redFillHover: '#b32630',
  onRed: '#ffffff',
};

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
