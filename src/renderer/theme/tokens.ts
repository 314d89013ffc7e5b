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
