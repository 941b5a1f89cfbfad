using Prcl.Contracts;
using Spectre.Console;

namespace Prcl.Client.Output;

/// <summary>A table whose cells are plain text: nothing that comes from a file or a silo is read as markup.</summary>
internal sealed class ResultTable
{
    // The border leaves a space between columns, too; on a screen of 80 each one counts.
    private static readonly Padding Narrow = new(0, 0, 1, 0);

    private readonly Table _table = new Table().Border(TableBorder.Simple);

    /// <summary>The table as Spectre draws it.</summary>
    public Table Drawn => _table;

    /// <summary>Adds columns of text.</summary>
    public ResultTable Text(params string[] headings) => Columns(headings, Justify.Left);

    /// <summary>Adds columns of numbers.</summary>
    public ResultTable Number(params string[] headings) => Columns(headings, Justify.Right);

    /// <summary>Adds a row, a cell a column.</summary>
    public void Row(params string[] cells) => _table.AddRow(cells.Select(cell => new Text(Printable.Of(cell))));

    private ResultTable Columns(string[] headings, Justify alignment)
    {
        foreach (var heading in headings)
        {
            _table.AddColumn(new TableColumn(new Text(heading)) { Alignment = alignment, Padding = Narrow });
        }

        return this;
    }
}
