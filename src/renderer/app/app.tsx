import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { ActionsProvider } from '../actions/use-actions';
import { ServicesProvider } from '../services/services';
import { styleNonce } from '../theme/style-nonce';
import { cssVariables, theme } from '../theme/theme';
import { ErrorBoundary } from '../ui/error-boundary';
import { TickerProvider } from '../ui/time/use-timed';
import { Frame } from './frame';
import type { Page } from './page';

/** The whole page. */
export function App({ page }: { readonly page: Page }) {
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      defaultColorScheme="auto"
      getStyleNonce={styleNonce}
    >
      <TickerProvider value={page.ticker}>
        <ServicesProvider value={page.services}>
          <ActionsProvider value={page.actions}>
            <Notifications position="top-center" limit={3} autoClose={5000} />
            <ErrorBoundary part="The console">
              <Frame />
            </ErrorBoundary>
          </ActionsProvider>
        </ServicesProvider>
      </TickerProvider>
    </MantineProvider>
  );
}
