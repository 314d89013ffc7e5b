import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { ServicesProvider, type Services } from '../client/services';
import { styleNonce } from '../theme/style-nonce';
import { cssVariables, theme } from '../theme/theme';
import { ErrorBoundary } from './error-boundary';
import { Frame } from './frame';

/** The whole page. */
export function App({ services }: { readonly services: Services }) {
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      defaultColorScheme="auto"
      getStyleNonce={styleNonce}
    >
      <ServicesProvider value={services}>
        <Notifications position="top-center" limit={3} autoClose={5000} />
        <ErrorBoundary part="The console">
          <Frame />
        </ErrorBoundary>
      </ServicesProvider>
    </MantineProvider>
  );
}
