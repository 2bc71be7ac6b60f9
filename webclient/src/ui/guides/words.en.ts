import type { GuideId } from "./topics.ts";

/** What to press, one step after the other; menus are named as the programs name them. */
export const stepsEn: Record<GuideId, readonly string[]> = {
  "site.chrome": [
    "Press the icon to the left of the address.",
    "Switch on “Camera” and “Microphone”.",
    "Come back here and choose “Try again”.",
  ],
  "site.edge": [
    "Press the lock to the left of the address.",
    "Under “Permissions for this site”, set “Camera” and “Microphone” to “Allow”.",
    "Come back here and choose “Try again”.",
  ],
  "site.chrome-android": [
    "Tap the icon to the left of the address.",
    "Tap “Permissions”, then allow the camera and the microphone.",
    "Come back here and choose “Try again”.",
  ],
  "site.firefox": [
    "Press the crossed-out camera or microphone to the left of the address.",
    "Remove “Blocked” with the cross beside it.",
    "Come back here and choose “Try again”.",
  ],
  "site.firefox-android": [
    "Tap the icon to the left of the address.",
    "Tap “Camera” and “Microphone” until it says “Allowed”.",
    "Come back here and choose “Try again”.",
  ],
  "site.safari-mac": [
    "At the top of the screen, open the menu “Safari”.",
    "Choose “Settings for This Website …”.",
    "Set “Camera” and “Microphone” to “Allow”, then choose “Try again” here.",
  ],
  "site.safari-ios": [
    "Tap the icon to the left of the address: “aA”, or a page with lines.",
    "Tap “Website Settings” (perhaps after “…”).",
    "Set “Camera” and “Microphone” to “Allow”, then choose “Try again” here.",
  ],
  "site.other": [
    "Press the icon beside the address.",
    "Allow the camera and the microphone.",
    "Come back here and choose “Try again”.",
  ],
  "system.windows": [
    "Open the Windows settings, then “Privacy & security”.",
    "Open “Camera”, and switch on access for apps and for desktop apps.",
    "Do the same under “Microphone”, then choose “Try again” here.",
  ],
  "system.macos": [
    "Open the Apple menu, “System Settings”, then “Privacy & Security”.",
    "Open “Camera”, and switch on your browser. Do the same under “Microphone”.",
    "Quit the browser, open it again, and open your link.",
  ],
  "system.ios": [
    "Open the “Settings” of the device, and there “Apps” and your browser.",
    "Switch on “Camera” and “Microphone”, or set them to “Allow” or “Ask”.",
    "Come back here and choose “Try again”.",
  ],
  "system.android": [
    "Open the settings of the device, then “Apps”, your browser, “Permissions”.",
    "Allow “Camera” and “Microphone”.",
    "Come back here and choose “Try again”.",
  ],
  "system.other": [
    "Open the settings of your device, then “Privacy”.",
    "Allow your browser the camera and the microphone.",
    "Come back here and choose “Try again”.",
  ],
  "app.ios": [
    "Tap the compass, or “…”, at the edge of the screen.",
    "Choose “Open in Safari” or “Open in browser”.",
    "If there is no such button: copy the link, open Safari, and paste it into the address.",
  ],
  "app.android": [
    "Tap the three dots at the top.",
    "Choose “Open in Chrome” or “Open in browser”.",
    "If there is no such entry: copy the link, open your browser, and paste it into the address.",
  ],
};
