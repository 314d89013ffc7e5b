'use strict';
/** Loaded by Electron after Playwright's own module, which takes the key store of the system away from every app it starts. */
const { app } = require('electron');

app.commandLine.appendSwitch('password-store', 'gnome-libsecret');
