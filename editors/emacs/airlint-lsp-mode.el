;;; airlint-lsp-mode.el --- airlint in Emacs with lsp-mode  -*- lexical-binding: t; -*-

;; Tested: tests/editors/emacs.

;; As an add-on it runs beside the server that lsp-mode uses for the language, such as pylsp.
(with-eval-after-load 'lsp-mode
  (lsp-register-client
   (make-lsp-client
    :new-connection (lsp-stdio-connection '("airlint" "lsp"))
    :major-modes '(yaml-mode yaml-ts-mode python-mode python-ts-mode dockerfile-mode dockerfile-ts-mode
                   conf-toml-mode toml-ts-mode terraform-mode js-json-mode json-ts-mode)
    :add-on? t
    :initialization-options '(:minSeverity "hint")
    :server-id 'airlint)))

(provide 'airlint-lsp-mode)
;;; airlint-lsp-mode.el ends here
