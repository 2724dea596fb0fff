// What every page starts; each module looks for its own data- attributes and stays still without them.
import "./alpine.js";
import { start as startAppearance } from "./appearance.js";
import { start as startDates } from "./dates.js";
import { start as startDialogs } from "./dialogs.js";
import { start as startFilters } from "./filters.js";
import { start as startForms } from "./forms.js";
import { start as startKeyboard } from "./keyboard.js";
import { start as startMentions } from "./mentions.js";
import { start as startMenus } from "./menus.js";
import { start as startPalette } from "./palette.js";
import { start as startPickers } from "./pickers.js";
import { start as startProposals } from "./proposals.js";
import { start as startRows } from "./rows.js";
import { start as startSwaps } from "./swaps.js";
import { start as startTabs } from "./tabs.js";
import { start as startToasts } from "./toasts.js";
import { start as startUploads } from "./uploads.js";

for (const start of [
  startAppearance, startDates, startDialogs, startFilters, startForms, startKeyboard, startMentions, startMenus, startPalette,
  startPickers, startProposals, startRows, startSwaps, startTabs, startToasts, startUploads,
]) start();
