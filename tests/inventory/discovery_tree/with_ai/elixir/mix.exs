defmodule Desk.MixProject do
  defp deps do
    [
      {:phoenix, "~> 1.7"},
      {:openai_ex, "~> 0.9"}
      # {:anthropix, "~> 0.6"}
    ]
  end
end
