using Prcl.Images.Files;

namespace Prcl.Client.Predictions.Coco;

/// <summary>The pixels of one class of an image, as COCO has them.</summary>
/// <param name="Id">The class.</param>
/// <param name="Counts">Lengths down the columns, outside and inside in turn; outside first.</param>
/// <param name="Area">How many pixels there are.</param>
/// <param name="Box">Left, top, width and height.</param>
internal sealed record ClassMask(int Id, IReadOnlyList<int> Counts, int Area, int[] Box)
{
    /// <summary>Those of each class that occurs, by id.</summary>
    public static IEnumerable<ClassMask> Of(LabelMap labels)
    {
        var masks = new SortedDictionary<int, Growing>();
        for (var x = 0; x < labels.Width; x++)
        {
            for (var y = 0; y < labels.Height;)
            {
                var (id, top) = (labels.Ids[y * labels.Width + x], y);
                while (y < labels.Height && labels.Ids[y * labels.Width + x] == id)
                {
                    y++;
                }

                if (!masks.TryGetValue(id, out var mask))
                {
                    masks[id] = mask = new Growing();
                }

                mask.Add(x, top, y - top, labels.Height);
            }
        }

        return masks.Select(mask => mask.Value.Finish(mask.Key, labels.Width * labels.Height));
    }

    private sealed class Growing
    {
        private readonly List<int> _counts = [];
        private int _end;
        private int _area;
        private int _left = int.MaxValue;
        private int _top = int.MaxValue;
        private int _right;
        private int _bottom;

        public void Add(int x, int top, int length, int height)
        {
            var start = x * height + top;
            if (start == _end && _counts.Count > 0)
            {
                _counts[^1] += length;
            }
            else
            {
                _counts.Add(start - _end);
                _counts.Add(length);
            }

            (_end, _area) = (start + length, _area + length);
            (_left, _top, _right, _bottom) = (Math.Min(_left, x), Math.Min(_top, top), Math.Max(_right, x + 1), Math.Max(_bottom, top + length));
        }

        public ClassMask Finish(int id, int pixels)
        {
            if (_end < pixels)
            {
                _counts.Add(pixels - _end);
            }

            return new ClassMask(id, _counts, _area, [_left, _top, _right - _left, _bottom - _top]);
        }
    }
}
