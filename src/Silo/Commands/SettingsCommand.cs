using System.CommandLine;
using Prcl.Learning.Settings;
using Spectre.Console;

namespace Prcl.Silo.Commands;

/// <summary><c>prcl-silo settings</c>: lists the settings of a run.</summary>
internal static class SettingsCommand
{
    public static Command Create()
    {
        var command = new Command("settings", "List the settings of a run: name, default, range, unit, meaning.\n\nSet them in a file (--settings), as PRCL_RUN_NAME in the environment, or with --set name=value.");
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

        AnsiConsole.Write(table);
        return 0;
    }
}
