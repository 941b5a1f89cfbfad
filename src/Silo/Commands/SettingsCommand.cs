using System.CommandLine;
using Prcl.Learning.Settings;
using Spectre.Console;

namespace Prcl.Silo.Commands;

/// <summary><c>prcl-silo settings</c>: lists the settings of a run.</summary>
internal static class SettingsCommand
{
    // Without a screen there is no width; a table that goes into a file or a pipe shouldn't be wrapped at 80.
    private const int WidthWithoutScreen = 240;

    public static Command Create()
    {
        var command = new Command("settings", "List the settings of a run: name, default, range, unit, meaning.\n\nSet them in a file (--settings), as PRCL_RUN_NAME in the environment, or with --set name=value.\n\nExample: prcl-silo settings");
        command.SetAction(_ => List());
        return command;
    }

    private static int List()
    {
        var table = new Table().AddColumns("Setting", "Default", "Range", "Unit", "Meaning");
        foreach (var setting in SettingCatalogue.List())
        {
            table.AddRow(Markup.Escape(setting.Name), Markup.Escape(setting.Default), Markup.Escape(setting.Range), Markup.Escape(setting.Unit), Markup.Escape(setting.Meaning));
        }

        if (Console.IsOutputRedirected)
        {
            AnsiConsole.Profile.Width = WidthWithoutScreen;
        }

        AnsiConsole.Write(table);
        return 0;
    }
}
