import type { Tool } from './tool';

/** Working example of a tool, to learn from or to start with. */
export interface ToolExample {
  readonly title: string;
  readonly sentence: string;
  readonly tool: Tool;
}

const text = { type: 'string' } as const;

const WEATHER_CODE = `// Where the place is, then what the weather is like there.
const places = await fetch(
  'https://geocoding-api.open-meteo.com/v1/search?count=1&name=' + encodeURIComponent(args.location),
);
const place = (await places.json()).results?.[0];
if (!place) return 'There is no place called ' + args.location;
console.log(place.name, place.latitude, place.longitude);

const forecast = await fetch(
  'https://api.open-meteo.com/v1/forecast?current=temperature_2m,wind_speed_10m' +
    '&latitude=' + place.latitude + '&longitude=' + place.longitude,
);
const { current } = await forecast.json();
return { place: place.name, celsius: current.temperature_2m, wind_kmh: current.wind_speed_10m };
`;

/** Example tools: those of Switchboard's predecessor, under their own names, and one that asks a colleague. */
export const TOOL_EXAMPLES: readonly ToolExample[] = [
  {
    title: 'Ask a colleague',
    sentence: 'The agent raises its hand, goes on talking, and gets the answer later.',
    tool: {
      kind: 'operator',
      name: 'ask_operator',
      description:
        'Ask a human colleague a question when you are not sure, or when the caller wants something you may not decide. ' +
        'The answer comes later; go on talking with the caller meanwhile.',
      parameters: {
        type: 'object',
        properties: { question: { ...text, description: 'The question, with all a colleague needs to know' } },
        required: ['question'],
        additionalProperties: false,
      },
      timeoutMs: 120_000,
      options: ['Yes', 'No', 'Somebody will call back'],
      ifNobody: 'Nobody can answer now. Offer the caller that somebody calls back.',
      keepsTalking: true,
      whileRunning: 'You have asked a colleague and go on with the caller meanwhile.',
    },
  },
  {
    title: 'Weather at a place',
    sentence: 'A script that asks two open services.',
    tool: {
      kind: 'script',
      name: 'get_weather',
      description: 'Get the current weather',
      parameters: {
        type: 'object',
        properties: { location: { ...text, description: 'A city or a village' } },
        required: ['location'],
        additionalProperties: false,
      },
      timeoutMs: 8000,
      code: WEATHER_CODE,
      origins: ['https://geocoding-api.open-meteo.com', 'https://api.open-meteo.com'],
      whileRunning: 'You are looking up the weather.',
    },
  },
  {
    title: 'Weather at coordinates',
    sentence: 'One request; two numbers are picked from its answer.',
    tool: {
      kind: 'http',
      name: 'get_weather_from_coords',
      description: 'Get the current weather at coordinates',
      parameters: {
        type: 'object',
        properties: { latitude: { type: 'number' }, longitude: { type: 'number' } },
        required: ['latitude', 'longitude'],
        additionalProperties: false,
      },
      timeoutMs: 8000,
      method: 'GET',
      url: 'https://api.open-meteo.com/v1/forecast',
      query: [
        { name: 'latitude', value: '{{latitude}}' },
        { name: 'longitude', value: '{{longitude}}' },
        { name: 'current', value: 'temperature_2m,wind_speed_10m' },
      ],
      pick: [
        { as: 'temp', from: '/current/temperature_2m' },
        { as: 'wind_speed', from: '/current/wind_speed_10m' },
      ],
      retries: 1,
    },
  },
  {
    title: 'Ping',
    sentence: 'The smallest tool there is: no arguments, one word back.',
    tool: {
      kind: 'script',
      name: 'ping_no_args',
      description: 'A simple ping tool with no arguments',
      parameters: { type: 'object', properties: {}, additionalProperties: false },
      timeoutMs: 2000,
      code: "return 'pong';\n",
    },
  },
  {
    title: 'User profile',
    sentence: 'Nested arguments; a person fills in a form.',
    tool: {
      kind: 'operator',
      name: 'get_user_nested_args',
      description: 'Fetch user profile by nested identifier',
      parameters: {
        type: 'object',
        properties: {
          user: {
            type: 'object',
            properties: {
              id: text,
              metadata: { type: 'object', properties: { region: text, role: text } },
            },
            required: ['id'],
          },
        },
        required: ['user'],
      },
      timeoutMs: 60_000,
      answer: {
        type: 'object',
        properties: {
          name: text,
          plan: { type: 'string', enum: ['free', 'business'] },
          is_active: { type: 'boolean' },
        },
        required: ['name'],
        additionalProperties: false,
      },
    },
  },
  {
    title: 'Route',
    sentence: 'Arguments of several kinds; a person answers in their own words.',
    tool: {
      kind: 'operator',
      name: 'calculate_route_more_properties',
      description: 'Calculate route with multiple parameters',
      parameters: {
        type: 'object',
        properties: {
          start: text,
          end: text,
          mode: { type: 'string', enum: ['car', 'bike', 'walk'] },
          options: {
            type: 'object',
            properties: { avoid_highways: { type: 'boolean' }, scenic_route: { type: 'boolean' } },
          },
        },
        required: ['start', 'end', 'mode'],
      },
      timeoutMs: 60_000,
    },
  },
];
