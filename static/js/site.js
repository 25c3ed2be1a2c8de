// Remembers the language that the reader chose, for the root address. Everything works without it.
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-language]");
  if (!link) return;
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie =
    `django_language=${link.dataset.language}; Path=/; Max-Age=31536000; SameSite=Lax${secure}`;
});

// WeChat takes a page's first picture for the card of a shared link, once it is loaded.
if (/MicroMessenger/i.test(navigator.userAgent)) {
  document.querySelector("img[hidden]")?.setAttribute("loading", "eager");
}
