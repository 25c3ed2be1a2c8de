// The share panel opens and its links work without this.
{
  const panel = document.getElementById("share");
  const status = panel.querySelector("[role=status]");
  const [code, hint] = panel.querySelectorAll(".scan");
  const inWeChat = /MicroMessenger/i.test(navigator.userAgent);
  code.hidden = inWeChat;
  hint.hidden = !inWeChat;

  // Without https there is no clipboard; then the field stays, to copy from by hand.
  if (navigator.clipboard) {
    const copy = panel.querySelector("button");
    copy.hidden = false;
    copy.previousElementSibling.hidden = true;
    copy.addEventListener("click", async () => {
      await navigator.clipboard.writeText(panel.dataset.url);
      status.textContent = copy.dataset.copied;
    });
    panel.addEventListener("toggle", () => (status.textContent = ""));
  }

  // A phone has a sheet of its own, with the reader's own applications in it.
  if (navigator.share && !inWeChat && matchMedia("(pointer: coarse)").matches) {
    for (const button of document.querySelectorAll("[popovertarget=share]")) {
      button.addEventListener("click", async (event) => {
        event.preventDefault();
        try {
          await navigator.share({ title: panel.dataset.title, url: panel.dataset.url });
        } catch (fault) {
          if (fault.name !== "AbortError") panel.showPopover();
        }
      });
    }
  }
}
