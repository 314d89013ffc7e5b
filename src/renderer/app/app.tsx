import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { ServicesProvider, type Services } from '../connection/services';
import { cssVariables, theme } from '../theme/theme';
import { ErrorBoundary } from './error-boundary';
import { Frame } from './frame';

/** The nonce that the page's own response allows style elements with; empty where no policy asks for one. */
function styleNonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';
}

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
