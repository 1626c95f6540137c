;;; airlint-eglot.el --- airlint in Emacs with eglot  -*- lexical-binding: t; -*-

;; Emacs 29 and later bring eglot along; earlier ones have it as a package. Tested: tests/editors/emacs.

;; One server for the files of all these modes; (add-hook 'yaml-mode-hook #'eglot-ensure) and so on starts it by itself.
(with-eval-after-load 'eglot
  (add-to-list 'eglot-server-programs
               '((yaml-mode yaml-ts-mode python-mode python-ts-mode dockerfile-mode dockerfile-ts-mode
                  conf-toml-mode toml-ts-mode terraform-mode js-json-mode json-ts-mode)
                 . ("airlint" "lsp"))))

;; airlint's settings, with the names of docs/language-server.md.
(setq-default eglot-workspace-configuration '(:airlint (:minSeverity "hint")))

(provide 'airlint-eglot)
;;; airlint-eglot.el ends here
